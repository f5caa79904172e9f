let spawn_domain f = ignore (Domain.spawn f)
