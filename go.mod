module corerace

go 1.26
