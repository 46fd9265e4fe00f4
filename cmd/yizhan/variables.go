package main

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// strangers returns the variables of an environment that are named as ours are
// and that no flag reads, in order: a misspelt YIZHAN_ROADS would go unnoticed.
func strangers(all *kong.Node, environment []string) (names []string) {
	known := variables(all)
	for _, line := range environment {
		name, _, _ := strings.Cut(line, "=")
		if strings.HasPrefix(name, "YIZHAN_") && !slices.Contains(known, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// variables lists what the flags of a command, and of all below it, read.
func variables(n *kong.Node) (names []string) {
	for _, flag := range n.Flags {
		names = append(names, flag.Envs...)
	}
	for _, child := range n.Children {
		names = append(names, variables(child)...)
	}
	return names
}
