package data

// Official is a file of a data set as its authors, or those who took it over, publish it.
type Official struct {
	Name string `json:"name"` // "train-images-idx3-ubyte.gz"
	// MD5 and SHA256 are of the file as it is published, Contents is the SHA-256 of what it holds once decompressed;
	// empty where none is known.
	MD5      string `json:"md5,omitempty"`
	SHA256   string `json:"sha256,omitempty"`
	Contents string `json:"contents_sha256,omitempty"`
}

// catalogued is a set of known files.
type catalogued struct {
	name    string
	folders []string // names of its folder, below a place
	get     string   // where its files come from
	source  string   // where the checksums come from
	files   []Official
}

// The files of MNIST. The checksums of the files are those that torchvision (MD5) and TensorFlow Datasets (SHA-256)
// compare with.
var mnistFiles = catalogued{
	name: "mnist", folders: []string{"mnist", "MNIST/raw"},
	get:    "http://yann.lecun.com/exdb/mnist or one of its mirrors",
	source: "as published with torchvision and TensorFlow Datasets",
	files: []Official{
		{"train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873",
			"440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
			"ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
		{"train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432",
			"3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
			"65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
		{"t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3",
			"8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
			"0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
		{"t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c",
			"f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
			"ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
	},
}

// The files of Fashion-MNIST, with the MD5 sums of its repository.
var fashionFiles = catalogued{
	name: "fashion-mnist", folders: []string{"fashion-mnist", "FashionMNIST/raw"},
	get:    "https://github.com/zalandoresearch/fashion-mnist",
	source: "as published in its repository",
	files: []Official{
		{Name: "train-images-idx3-ubyte.gz", MD5: "8d4fb7e6c68d591d4c3dfef9ec88bf0d"},
		{Name: "train-labels-idx1-ubyte.gz", MD5: "25c81989df183df01b3e8a0aad5dffbe"},
		{Name: "t10k-images-idx3-ubyte.gz", MD5: "bef4ecab320f06d8554ea6380940ec79"},
		{Name: "t10k-labels-idx1-ubyte.gz", MD5: "bb300cfdad3c16e7a12a480ee83cd310"},
	},
}

// The file of CIFAR-10 in binary, with the MD5 sum of its page.
var cifarFiles = catalogued{
	name: "cifar10", folders: []string{"cifar10", "cifar-10-batches-bin", "cifar10/cifar-10-batches-bin"},
	get:    "https://www.cs.toronto.edu/~kriz/cifar.html (the binary version)",
	source: "as published on its page",
	files:  []Official{{Name: "cifar-10-binary.tar.gz", MD5: "c32a1d4ab5d03f1284b67883e8d87530"}},
}
