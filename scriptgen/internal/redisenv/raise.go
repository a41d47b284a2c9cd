package redisenv

// This file holds which servers a raised table can end. Calling error with a table that has no text in its
// field err is a null pointer in each server from Redis 7.0 on, until it was corrected in 2025, in the
// releases of old lines too.

// raiseCorrected lists the first correct release of each line, oldest first. A line that is not listed is as
// the one before it: Redis 7.0 never was corrected, and those after Redis 8.0 and Valkey 8.1 always were.
var raiseCorrected = []Server{
	{Redis, newVersion(7, 2, 11)},
	{Redis, newVersion(7, 4, 6)},
	{Redis, newVersion(8, 0, 4)},
	{Valkey, newVersion(7, 2, 11)},
	{Valkey, newVersion(8, 0, 6)},
	{Valkey, newVersion(8, 1, 4)},
}

// CrashesOnRaise reports whether the server, at its floor, crashes when a script raises a table that has
// neither a string nor a number in its field err, and no pcall catches it.
func (s Server) CrashesOnRaise() bool {
	s = s.orDefault()
	corrected := false
	for _, c := range raiseCorrected {
		if c.Product == s.Product && c.Version&^0xff <= s.Version {
			corrected = c.Version <= s.Version
		}
	}
	return !corrected
}
