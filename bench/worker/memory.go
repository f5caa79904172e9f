package worker

import (
	"errors"
	"os"
)

// A Memory is memory that processes can share.
type Memory struct {
	Bytes []byte
	file  *os.File
}

// NewMemory makes memory of n bytes that processes can share, or says why there is none.
func NewMemory(n int) (*Memory, error) {
	mem, file, err := newMemory(n)
	if err == nil && file == nil {
		err = errors.New("shared memory: none here")
	}
	if err != nil {
		return nil, err
	}
	return &Memory{mem, file}, nil
}

// File returns the file to hand to workers.
func (m *Memory) File() *os.File { return m.file }

// Close gives the memory back. Its bytes must not be used after it.
func (m *Memory) Close() error {
	return errors.Join(unmap(m.Bytes), m.file.Close())
}
