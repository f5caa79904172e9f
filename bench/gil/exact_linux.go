package gil

// exactLock returns nil: a thread can wait for a lock by itself.
func exactLock() error { return nil }
