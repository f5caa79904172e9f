let spawn_domain _ = failwith "there are no domains before OCaml 5"
