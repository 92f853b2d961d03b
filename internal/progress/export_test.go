package progress

// NewOn draws on any writer, as on a terminal of that width.
var NewOn = newBar
