// Package filelock is the lock on an open file that ends with its process: the machine's, a record's and a class's are
// such. It knows what the systems call it, and not what is locked, nor how long anybody waits.
package filelock
