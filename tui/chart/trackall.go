package chart

// All are the buckets of the whole series in order of x, each stretch of it from the finest level that has it: single
// samples at the end, wider buckets before. The Counts of all add up to the number of samples.
func (t *Track) All() []Bucket {
	var out []Bucket
	for k := len(t.levels) - 1; k >= 0; k-- {
		v := &t.levels[k]
		for i := range v.ring {
			b := v.at(i)
			if len(out) > 0 && b.X0 <= out[len(out)-1].X1 {
				continue // in a bucket of the level above, which is a stretch that this level has in part
			}
			if k > 0 && len(t.levels[k-1].ring) > 0 && b.X0 >= t.levels[k-1].at(0).X0 {
				break // the level below has it
			}
			out = append(out, *b)
		}
	}
	return out
}
