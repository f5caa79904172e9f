#!/bin/sh
# Workers of corerace on 1 node of a Slurm site, one task a node: sbatch takes this file. They stay until
# their coordinator lets them go or the time is up; scancel ends them before. What each of them says is in a file
# of its own, with its number, since Slurm mixes the lines of tasks that share one.
#SBATCH --job-name=race
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=16
#SBATCH --time=1-02:31:00
#SBATCH --partition=short,long
#SBATCH --account=class_7
#SBATCH --output=race-%j.log
#SBATCH --no-requeue
#SBATCH --qos=debug
#SBATCH --constraint=intel&avx2
#SBATCH --contiguous

# Since 22.05 srun doesn't take a number of cores over from sbatch.
exec srun --ntasks-per-node=1 --cpus-per-task=16 \
	--kill-on-bad-exit=1 --wait=0 --input=none \
	--output=race-%j.%t.log \
	-- '/opt/core race/corerace' host --join 'nats://[2001:db8::5]:4222' --token-file 'it'\''s a $token' --tls-ca 'ca "x".pem' --tls-cert cert --tls-key key --workers 16 --stay
