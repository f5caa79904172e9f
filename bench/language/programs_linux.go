package language

// errPrograms is nil: workers read what they used from /proc.
var errPrograms error
