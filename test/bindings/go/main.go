// Programs against the package, in one binary, because linking takes most of the time.
package main

import (
	"os"

	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()

	programs := map[string]func(){"small": small, "features": features, "finding": finding, "acknowledge": acknowledge, "refused": refused}
	name := "small"
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	programs[name]()
}
