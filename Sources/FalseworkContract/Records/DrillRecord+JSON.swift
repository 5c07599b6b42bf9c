// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJSON
internal import FalseworkJournal

extension DrillRecord {
  /// The record as an object whose members always stand in the same order.
  var json: JSONValue {
    var object = JSONObject()
    object.add("drill", drill)
    object.add("given", given?.json)
    object.add("server", server)
    object.add("proof", proof.rawValue)
    object.add("drill_seed", .number(JSONNumber(seed)))
    object.add("command", command)
    object.add("outcome", outcome.json)
    object.add("evicted", evictedCount)
    object.add("faults", .array(faults.map(\.json)))
    object.add("meshes", .array(meshes.map(\.json)))
    object.add("jobs", .array(jobs.map(\.json)))
    object.add("exchanges", .array(exchanges.map(\.json)))
    return .object(object)
  }

  /// Reads what `json` gave; the drill must be one that is known.
  init(_ reader: JournalReader) throws(JournalReadingError) {
    try reader.allow(
      only: ["drill", "given", "server", "proof", "drill_seed", "command", "outcome"]
        + Self.aftermathMembers)
    self.init(
      drill: try reader.required("drill").text(),
      server: try reader.optional("server")?.text(),
      proof: try reader.optional("proof")?.word(Drill.Proof.self) ?? .required,
      seed: try reader.required("drill_seed").unsigned(),
      outcome: try ClientOutcome(try reader.required("outcome")))
    if let scenario = try reader.optional("given") { given = try GivenScenario(scenario) }
    for word in try reader.list("command") { command.append(try word.text()) }
    try readAftermath(reader)
  }

  private static let aftermathMembers = ["evicted", "faults", "meshes", "jobs", "exchanges"]

  private mutating func readAftermath(_ reader: JournalReader) throws(JournalReadingError) {
    evictedCount = try reader.required("evicted").count()
    for fault in try reader.list("faults") { faults.append(try FaultTally(fault)) }
    for mesh in try reader.list("meshes") { meshes.append(try ClientOutcome.Artefact(mesh)) }
    for job in try reader.list("jobs") { jobs.append(try JobHistory(job)) }
    for entry in try reader.list("exchanges") { exchanges.append(try JournalEntry(entry)) }
  }

  /// Returns the record with what a server's `GET /_falsework/aftermath` says that clients left.
  public func with(aftermath answer: [UInt8]) throws(RecordProblem) -> DrillRecord {
    try RecordFile.read(answer[...], number: 1) { reader throws(JournalReadingError) in
      try reader.allow(only: Self.aftermathMembers)
      var record = self
      try record.readAftermath(reader)
      return record
    }
  }
}

extension DrillRecord.GivenScenario {
  fileprivate var json: JSONValue { ["argument": .string(argument), "about": .string(about)] }

  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    try reader.allow(only: ["argument", "about"])
    self.init(
      argument: try reader.required("argument").text(), about: try reader.required("about").text())
  }
}
