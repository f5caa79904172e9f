package machine

// mostCores is the largest number of cores that a Linux kernel can be built for. A mask of fewer than the kernel was
// built for is refused.
const mostCores = 1 << 13
