package main

import _ "embed"

// thirdParty are the modules that are linked, with their licences.
//
//go:embed THIRD_PARTY.md
var thirdParty string
