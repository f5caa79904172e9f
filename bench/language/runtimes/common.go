package runtimes

import "fmt"

// OneWorker is the first way of a language, whose title it is given, and how its one worker works.
func OneWorker(title, how string) Way {
	return Way{Name: Serial, Doc: fmt.Sprintf("One worker in %s, %s: the baseline of the modes in %[1]s.", title, how)}
}

// JVM are beginnings of variables that would change a Java virtual machine, and so each language on it.
var JVM = []string{"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_OPTS", "CLASSPATH"}
