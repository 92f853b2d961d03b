package schedule

// The sums behind TotalPower.
var (
	PowerSum  = powerSum
	LinearSum = linearSum
	CosineSum = cosineSum
)
