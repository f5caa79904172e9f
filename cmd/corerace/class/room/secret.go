package room

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"strings"
)

// secretBytes is the length of a class's secret.
const secretBytes = 32

// alphabet is Crockford's: no letter in it is taken for a digit.
var alphabet = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// newCode makes a code to join by: 40 bits, which nobody guesses over a network during a lesson.
func newCode() string {
	b := make([]byte, 5)
	rand.Read(b)
	return alphabet.EncodeToString(b)
}

// SpelledCode is a code as people read it, in two halves.
func SpelledCode(code string) string { return code[:len(code)/2] + "-" + code[len(code)/2:] }

// TypedCode is a code that somebody typed: letters that look alike are one.
func TypedCode(typed string) string {
	return strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
}

// mark is a digest that only who knows the class's secret can make.
func (r *Room) mark(of ...string) string {
	h := hmac.New(sha256.New, r.secret)
	for _, s := range of {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// same compares two secrets in a time that doesn't tell where they differ.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// TeacherToken is who has it the teacher.
func (r *Room) TeacherToken() string { return "teacher." + r.mark("teacher") }

// studentToken is who has it this student. Nothing of it is kept: it is made again from the class's secret.
func (r *Room) studentToken(id string) string { return id + "." + r.mark("student", id) }

// Teacher reports whether a token is the teacher's.
func (r *Room) Teacher(token string) bool { return same(token, r.TeacherToken()) }

// Student returns the id of the student whose token this is, "" where it is nobody's. A class that has ended has none.
func (r *Room) Student(token string) string {
	id := r.Once(token)
	if id == "" {
		return ""
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.step.Phase == Ended {
		return ""
	}
	return id
}

// Once is as Student, also after the class has ended: what was kept is acknowledged to who sends it again.
func (r *Room) Once(token string) string {
	id, _, ok := strings.Cut(token, ".")
	if !ok || !same(token, r.studentToken(id)) {
		return ""
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.students[id] == nil {
		return ""
	}
	return id
}
