#!/bin/sh
# Workers of corerace on 2 nodes of a Slurm site, one task a node: sbatch takes this file. They stay until
# their coordinator lets them go or the time is up; scancel ends them before. What each of them says is in a file
# of its own, with its number, since Slurm mixes the lines of tasks that share one.
#SBATCH --job-name=corerace-hosts
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --exclusive
#SBATCH --time=0-01:00:00
#SBATCH --output=corerace-hosts-%j.log
#SBATCH --no-requeue
#SBATCH --no-kill

# The node is the task's, which a site's default may bind to one core. A worker that fails
# leaves the others at work, whatever the site's default is.
exec srun --ntasks-per-node=1 --cpu-bind=none \
	--kill-on-bad-exit=0 --no-kill --wait=0 --input=none \
	--output=corerace-hosts-%j.%t.log \
	-- corerace host --join tls://login1:4222 --token-file token
