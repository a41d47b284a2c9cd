package example

// EmbeddedFor is Embedded with less patience.
var EmbeddedFor = embedded
