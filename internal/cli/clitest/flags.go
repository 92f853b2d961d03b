package clitest

// Train are the flags of a short training run with every kind of event.
func Train(more ...string) []string {
	return append([]string{
		"--steps", "12", "--model", "mlp:6", "--batch", "8", "--probe-every", "6", "--probe-batches", "32",
		"--probe-block", "4", "--progress-every", "1", "--jumps-every", "5", "--evaluate-every", "6",
		"--jump-threshold", "3",
	}, more...)
}

// Sim are the flags of a short simulation of two coordinates.
func Sim(more ...string) []string {
	return append([]string{"--paths", "60", "--dt", "0.02"}, more...)
}

// Particle are the flags of a short simulation with a particle.
func Particle(more ...string) []string {
	return append([]string{"--particle", "--steps", "400", "--paths", "40", "--eps", "0.3"}, more...)
}

// TrainScript is a recording of training with two changes.
const TrainScript = `{"type":"started","engine":"train","config":{"controls":{"schedule":"0.1","arm":"both"}}}
{"type":"changed","step":4,"controls":{"schedule":"constant:eta0=0.2","arm":"both","batch":5,` +
	`"momentum":0,"weight_decay":0}}
{"type":"changed","step":9,"controls":{"schedule":"constant:eta0=0.05","arm":"both","batch":8,` +
	`"momentum":0.9,"weight_decay":0.001}}
`

// SimScript is a recording of a simulation with three changes.
const SimScript = `{"type":"started","engine":"sim","config":{"controls":{"schedule":"0.1","arm":"both"}}}
{"type":"changed","step":0,"controls":{"schedule":"constant:eta0=0.1","arm":"both","eps":0.2,"theta":[1,1],` +
	`"alpha":[1.3,1.8],"sigma":[0.5,1],"box":[[-0.6,1],[-0.7,0.7]]}}
{"type":"changed","step":100,"controls":{"schedule":"step:eta0=0.1,gamma=0.5,every=40","arm":"noise","eps":0.5,` +
	`"theta":[1,2],"alpha":[1.2,2],"sigma":[0.5,1],"box":[[-1,1],[-1,1]]}}
{"type":"changed","step":250,"controls":{"schedule":"constant:eta0=0.1","arm":"both","eps":0.1,"theta":[1,1],` +
	`"alpha":[1.2,1.8],"sigma":[0.5,0],"box":[[-0.6,1],[-0.7,0.7]]}}
`
