// A function without a body, as those of runtime.go, needs a file of assembler in its package.
