// Package language has other languages as modes and as partners in a measurement: their interpreters run the same work,
// or answer questions, and end with this program.
//
//	find, start, twins   a folder for each language (python)
//	modes                [PythonModes]: the same shares in a real interpreter
//	ask                  [Driver]: a program that answers questions, a line of JSON each
//
// No worker of Go pays for any of it.
package language
