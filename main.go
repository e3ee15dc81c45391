// leadpad is an interactive terminal app in which sales reps type leads, review
// them and submit them to ClosingDealz. This file builds the command and runs
// it, nothing else; start reading at cli.Run.
package main

import (
	"context"
	"os"

	"leadpad/cli"
)

func main() { os.Exit(cli.Run(context.Background(), cli.Process())) }
