package check

// All lists the checks, in the order of the documentation.
var All []*Check

// A check refers to the list only when it runs, which Go's initialization order cannot see.
func init() {
	All = []*Check{
		headerCheck, patternCheck, typeCheck,
		syntax,
		global,
		keyRange, argRange,
		keyUnused, argUnused,
		nameMismatch,
		command,
		undeclaredKey, crossSlot, keyCollision, keyType,
		readOnly,
		returnType,
		nilCompare, truthiness, stringNumber,
		errorCode,
		unpackLimit, precision, unreachable,
	}
}
