package words

// Upgrading is said before the leads of an earlier version are brought to this
// one's form: 100,000 of them take some seconds, once.
const Upgrading = "Bringing your leads to the form of this version. A copy of them as they are stays beside them."
