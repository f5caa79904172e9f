// A function without a body, as that of fault.go, needs a file of assembler in its package.
