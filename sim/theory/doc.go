// Package theory predicts the exits of a problem, exactly or in the limit of small noise, and says
// where every prediction holds.
//
// [Predict] chooses the prediction of a whole problem:
//
//	small noise      smallnoise.go, hazard.go    Imkeller and Pavlyukevich 2006, under any schedule
//	Gaussian exits   gaussianhazard.go           exact rate of a diffusion, as part of small noise
//	free process     free.go                     Getoor 1961; one wall: the half-line
//
// Its validity limits stand in one place, with the caveat that each of them makes: validity.go for
// small noise (noise/wall above 0.1, step too long, start off the minimum, ...), manyjumps.go for
// noise of other kinds, and free.go. [Theory].Valid and Caveat report them.
//
// The formulas by themselves, each with its range and its source:
//
//	GetoorMean, GetoorRight, GetoorOvershoot    getoor.go             free process in an interval, exact
//	Leapover                                    leapover.go           free process over one wall, exact
//	SparreAndersen                              sparreandersen.go     random walk that stays negative, exact
//	OrnsteinUhlenbeckExit                       ornsteinuhlenbeck.go  Gaussian noise, quadratic potential, exact
//	DiffusionExit                               diffusion.go          Gaussian noise, any potential, exact
//	Kramers                                     kramers.go            Gaussian noise over a saddle, eps -> 0
//	StableRates, TransitionRates                stablerates.go, ...   jumps between wells, eps -> 0
//	MonitoringShift                             monitoring.go         looking only every dt, dt -> 0
//
// Why there is no prediction of a problem says [Missing], missing.go. A learning rate may rise, as after
// a warm-up: rising.go finds out whether it does.
//
// From a prediction follow the survival function and trapping (cumulative.go, trapping.go), the eps at
// which the likeliest way out changes (epsreversal.go), overshoots (overshootlimit.go), and the horizon
// that [Normalize] chooses.
package theory
