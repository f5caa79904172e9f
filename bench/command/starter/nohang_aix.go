package starter

// noHang is WNOHANG of <sys/wait.h>, which x/sys doesn't have.
const noHang = 1
