# The twin of counting: it sets sum.
run() { sum=$((($2 * ($2 - 1) - $1 * ($1 - 1)) / 2)); }
