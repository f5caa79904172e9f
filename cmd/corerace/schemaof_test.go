package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"corerace/results/stats"
)

// A schemaWriter makes a JSON Schema of a Go type: what encoding/json writes of it, with the comments of its fields. It
// is written from the types, so that what is published can't lag behind them.
type schemaWriter struct {
	t     *testing.T
	root  string
	defs  map[string]any
	types map[string]reflect.Type                 // by their name in defs
	docs  map[string]map[string]map[string]string // of a package, its types and their fields; "" is the type itself
}

// schemaOf is the schema of a value that a command writes.
func schemaOf(t *testing.T, title string, v any) map[string]any {
	w := &schemaWriter{t: t, root: rootDir(t), defs: map[string]any{}, types: map[string]reflect.Type{},
		docs: map[string]map[string]map[string]string{}}
	schema := w.of(reflect.TypeOf(v))
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = title
	schema["$defs"] = w.defs
	return schema
}

// of is what may stand where a value of a type does.
func (w *schemaWriter) of(t reflect.Type) map[string]any {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[time.Duration]():
		return map[string]any{"type": "integer", "description": "nanoseconds"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return orNull(w.of(t.Elem()))
	case reflect.Struct:
		return w.define(t)
	case reflect.Slice:
		return orNull(map[string]any{"type": "array", "items": w.of(t.Elem())})
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": w.of(t.Elem())}
	case reflect.Array:
		return map[string]any{"type": "array", "items": w.of(t.Elem())}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Int, reflect.Int64, reflect.Int32:
		return map[string]any{"type": "integer"}
	case reflect.Uint64, reflect.Uint32, reflect.Uint8:
		return map[string]any{"type": "integer", "minimum": 0}
	}
	w.t.Fatalf("no schema for %v", t)
	return nil
}

func orNull(schema map[string]any) map[string]any {
	return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
}

// define writes a struct down once, and refers to it.
func (w *schemaWriter) define(t reflect.Type) map[string]any {
	ref := map[string]any{"$ref": "#/$defs/" + t.Name()}
	if was, known := w.types[t.Name()]; known {
		if was != t {
			w.t.Fatalf("%v and %v have one name", was, t)
		}
		return ref
	}
	w.types[t.Name()] = t
	properties, required := map[string]any{}, []any{}
	w.fields(t, properties, &required)
	def := map[string]any{"type": "object", "properties": properties, "required": required}
	if doc := w.doc(t, ""); doc != "" {
		def["description"] = doc
	}
	w.defs[t.Name()] = def
	return ref
}

// fields writes the fields of a struct, and those of what is embedded in it. A field is required unless it may be left
// out.
func (w *schemaWriter) fields(t reflect.Type, properties map[string]any, required *[]any) {
	for f := range fieldsOf(t) {
		name, options, tagged := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported() && !f.Anonymous:
			continue
		case f.Anonymous && name == "":
			w.fields(f.Type, properties, required)
			continue
		case name == "":
			name = f.Name
		}
		left := tagged && strings.Contains(options, "omit")
		of := f.Type
		if left && of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		property := w.of(of)
		if t == reflect.TypeFor[stats.Estimate]() && of.Kind() == reflect.Float64 {
			property = orNull(property) // as its MarshalJSON has it
		}
		if doc := w.doc(t, f.Name); doc != "" {
			property["description"] = doc
		}
		properties[name] = property
		if !left {
			*required = append(*required, name)
		}
	}
}

func fieldsOf(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

// doc is the comment of a field, or with "" of the type itself.
func (w *schemaWriter) doc(t reflect.Type, field string) string {
	docs, read := w.docs[t.PkgPath()]
	if !read {
		docs = commentsOf(w.t, filepath.Join(w.root, strings.TrimPrefix(t.PkgPath(), "corerace/")))
		w.docs[t.PkgPath()] = docs
	}
	return docs[t.Name()][field]
}

// commentsOf are the comments of the types of a package and of their fields.
func commentsOf(t *testing.T, dir string) map[string]map[string]string {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no source in %s: %v", dir, err)
	}
	all := map[string]map[string]string{}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.TypeSpec)
				if x, ok := spec.Type.(*ast.StructType); ok {
					all[spec.Name.Name] = commentsOfFields(x)
					all[spec.Name.Name][""] = oneLine(g.Doc.Text())
				}
			}
		}
	}
	return all
}

func commentsOfFields(x *ast.StructType) map[string]string {
	docs := map[string]string{}
	for _, f := range x.Fields.List {
		for _, name := range f.Names {
			docs[name.Name] = oneLine(f.Doc.Text() + " " + f.Comment.Text())
		}
	}
	return docs
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
