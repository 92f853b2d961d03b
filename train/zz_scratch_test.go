package train
import ("testing";"fmt";"math/rand/v2";"math")
func TestScratch(t *testing.T){
 for _,b:=range []int{2,3,4,6,8,9,12,15,16} {
  R:=400; K:=b*256
  p:=synthetic(t, Probe{Every:1,Batches:K,Block:256},1,1)
  r:=rand.New(rand.NewPCG(1,1))
  a:=make([]float64,R); j:=0.
  for k:=range a{ for m:=range K{ p.g[m*2]=float32(r.NormFloat64())}
   l:=p.estimate(t); a[k]=1/l.Alpha; s:=l.AlphaSE/l.Alpha/l.Alpha; if !math.IsNaN(s){j+=s*s/float64(R)}}
  _,v:=meanVar(a); fmt.Println("blocks",b,math.Sqrt(j),math.Sqrt(v),math.Sqrt(j/v))
 }
}
