package python

import (
	"fmt"
	"strconv"
)

// Source is a whole program with a twin in it, for another implementation of Python 3. Its arguments are a kind, the
// number of workers, items in a pass and items in a share; its processes are forked.
func Source(twin string) string {
	return fmt.Sprintf("import sys\nsys.argv[5:] = ['fork', %s, %s]\nexec(compile(%s, '<race>', 'exec'))\n",
		strconv.QuoteToASCII(workerSource), strconv.QuoteToASCII(twin), strconv.QuoteToASCII(raceSource))
}
