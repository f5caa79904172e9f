package main

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
)

// workloadsIn are the workloads of a package, each as what stands behind its name and a dot: "Primes", "New()",
// "All...". They are found by their types, in what the compiler exported of it. asking are functions that have
// parameters, which nobody could give, or that return something beside a workload, which nobody would look at.
func workloadsIn(pkg string, all []goPackage) (found, asking []string, err error) {
	export := map[string]string{}
	for _, p := range all {
		export[p.ImportPath] = p.Export
	}
	imp := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		if export[path] == "" {
			return nil, fmt.Errorf("nothing is known of package %s", path)
		}
		return os.Open(export[path])
	})
	p, err := imp.Import(pkg)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range p.Scope().Names() { // sorted
		obj := p.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.Var:
			found = appendOf(found, name, obj.Type())
		case *types.Func:
			sig := obj.Signature()
			switch {
			case sig.Results().Len() == 0:
			case sig.Results().Len() == 1 && sig.Params().Len() == 0 && sig.TypeParams().Len() == 0:
				found = appendOf(found, name+"()", sig.Results().At(0).Type())
			case len(appendOf(nil, name, sig.Results().At(0).Type())) > 0:
				asking = append(asking, name)
			}
		}
	}
	return found, asking, nil
}

// appendOf adds an expression whose type is a workload or a slice of them.
func appendOf(found []string, expression string, t types.Type) []string {
	if isWorkload(t) {
		return append(found, expression)
	}
	if s, ok := t.Underlying().(*types.Slice); ok && isWorkload(s.Elem()) {
		return append(found, expression+"...")
	}
	return found
}

// isWorkload is whether a type is a pointer to a workload.
func isWorkload(t types.Type) bool {
	p, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && n.Obj().Name() == "Workload" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == workloadsPackage
}
