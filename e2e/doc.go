// Package e2e drives the real leadpad binary as people do: keys into a
// pseudo-terminal, an emulator as the screen, a sandbox process as the API. It
// knows nothing of leadpad's code, only its binary, its files and its words.
// Start reading at machine (a computer of its own for each test) and terminal.
package e2e
