package main

func override(table []*command) error { return nil }
