//go:build !linux

package lab

import "errors"

// Models returns why the models aren't here.
func Models() ([]Subject, error) {
	return nil, errors.New("the models of the locks need the futex of Linux")
}
