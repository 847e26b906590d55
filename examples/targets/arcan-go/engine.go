// An engine for Redis in Go source. Arcan's SDK is not public, so this is the shape of an engine and no more.
package main

import (
	_ "embed"
	"strings"
)

//go:embed templates/acl_setuser.txt
var setUser string

// CreateCredentials returns the command that makes a user.
func CreateCredentials(name, password string) string {
	return strings.NewReplacer("{{name}}", name, "{{password}}", password).Replace(setUser)
}

// RevokeCredentials returns the command that removes a user.
func RevokeCredentials(name string) string {
	return "ACL DELUSER " + name
}
