//go:build !linux

package lab

import (
	"context"
	"errors"

	"corerace/results"
)

var errNoModels = errors.New("the models of the locks need the futex of Linux")

// Models returns why the models aren't here.
func Models() ([]Subject, error) {
	return nil, errNoModels
}

// Updates can't be done here.
func Updates(context.Context, Spec) (results.GIL, error) { return results.GIL{}, errNoModels }
