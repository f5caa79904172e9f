package machine

// AllowedCores is how many cores this process may use just now; 0 where the system doesn't say.
func AllowedCores() int { return len(affinity()) }
