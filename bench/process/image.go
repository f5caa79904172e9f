package process

import (
	"errors"
	"sync"

	"corerace/bench/child"
	"corerace/bench/mode"
)

// Values of the option image. The last two are also what a record calls them.
const (
	imageAuto = "auto"
	imageOwn  = "own"
	imageLean = "lean"
)

// imageOption says what worker processes are started from.
func imageOption() mode.Option {
	o := mode.ChoiceOption("image", "what workers are started from: this very program (own), the lean image beside it "+
		"(lean), or the lean one where it is there and of the same build (auto)",
		imageAuto, imageOwn, imageLean)
	o.Apply = func(m *mode.Mode, value string) {
		if value == imageLean {
			m.Available = canStartLean
		}
	}
	return o
}

// lean finds the lean image: a path to start it by, or why there is none.
var lean = func() (path string, err error) {
	return "", errors.New("this program has no lean image")
}

// Lean lets worker processes be started from a lean image of this program. find is called once, when the first of them
// is to be started, and returns a path that leads to the same file from then on, or why there is none. What it finds
// must know the workloads given to Allow, by the same code.
func Lean(find func() (path string, err error)) { lean = sync.OnceValues(find) }

// Image returns what worker processes are started from where nothing else is asked for, as a record calls it, and why
// that isn't the lean image, or nil.
func Image() (name string, notLean error) {
	if _, err := lean(); err != nil {
		return imageOwn, err
	}
	return imageLean, nil
}

// canStartLean returns why the workers of this process can't be started from a lean image, or nil.
func canStartLean() error {
	if err := CanStart(); err != nil {
		return err
	}
	_, err := lean()
	return err
}

// An image is a program that worker processes are started from.
type image struct{ path, name string }

// imageOf returns the image that a value of the option stands for; "" is auto.
func imageOf(option string) (image, error) {
	if option != imageOwn {
		path, err := lean()
		if err == nil || option == imageLean {
			return image{path, imageLean}, err
		}
	}
	path, err := child.Executable()
	return image{path, imageOwn}, err
}
