// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
internal import HTTPTypes

extension JournalEntry {
  /// Reads an entry that `json` gave; members that are not known are ignored.
  ///
  /// Known members come back as they were, but for values of fields that are not UTF-8.
  public init(json: JSONValue) throws(JournalReadingError) {
    try self.init(JournalReader(json))
  }

  package init(_ entry: JournalReader) throws(JournalReadingError) {
    self.init(
      id: try entry.required("id").integer(),
      position: try entry.optional("position")?.integer() ?? 0,
      operation: try entry.required("operation").text(),
      origin: try JournalOrigin(entry),
      times: try JournalTimes(entry),
      request: try JournalRequest(try entry.required("request")),
      response: try JournalResponse(try entry.required("response")),
      delivery: try JournalDelivery(try entry.required("delivery")))
    if let reader = try entry.optional("job") { job = try JournalJob(reader) }
    if let reader = try entry.optional("delay") { delay = try JournalDelay(reader) }
    for reader in try entry.list("scenarios") { scenarios.append(try reader.text()) }
    for reader in try entry.list("faults") { faults.append(try JournalFault(reader)) }
    for reader in try entry.list("near_misses") { nearMisses.append(try JournalNearMiss(reader)) }
    for reader in try entry.list("notes") { notes.append(try JournalNote(reader)) }
  }
}

extension JournalOrigin {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    self.init(
      session: try reader.optional("session")?.text(),
      connection: try reader.required("connection").unsigned(),
      security: try reader.required("security").word(Security.self),
      door: try reader.required("door").text())
  }
}

extension JournalTimes {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    self.init(
      arrived: try reader.required("arrived").timestamp(),
      firstByte: try reader.optional("first_byte")?.timestamp(),
      ended: try reader.required("ended").timestamp(),
      realDuration: try reader.required("real_seconds").duration())
  }
}

extension JournalJob {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    self.init(
      requestID: try reader.required("request_id").text(),
      index: try reader.optional("index")?.integer(),
      phase: try reader.optional("phase")?.word(Phase.self))
  }
}

extension JournalRequest {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    self.init(
      method: try reader.required("method").text(), host: try reader.required("host").text(),
      path: try reader.required("path").text(), query: try reader.optional("query")?.text(),
      fields: try JournalFields(reader.list("fields")), body: try JournalBody(reader))
  }
}

extension JournalResponse {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    self.init(
      status: try reader.optional("status")?.integer(),
      fields: try JournalFields(reader.list("fields")), body: try JournalBody(reader),
      contentBytes: try reader.required("content_bytes").integer(),
      wireBytes: try reader.required("wire_bytes").integer())
  }
}

extension JournalFields {
  fileprivate init(_ pairs: [JournalReader]) throws(JournalReadingError) {
    var fields = HTTPFields()
    for pair in pairs {
      let parts = try pair.elements()
      guard parts.count == 2, let name = HTTPField.Name(try parts[0].text()) else {
        throw pair.problem("a pair of a field's name and its value is expected")
      }
      fields.append(HTTPField(name: name, value: try parts[1].text()))
    }
    self.init(fields)
  }
}

extension JournalBody {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    self.init(
      byteCount: try reader.required("bytes").integer(),
      digest: try reader.optional("sha256")?.text())
    if let text = try reader.optional("text") {
      preview = .whole(try text.text())
    } else if let text = try reader.optional("beginning") {
      preview = .beginning(try text.text())
    }
  }
}

extension JournalDelivery {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    let word = try reader.text()
    guard let delivery = Self.all.first(where: { $0.word == word }) else {
      let words = Self.all.map { "\"\($0.word)\"" }.joined(separator: ", ")
      throw reader.problem("one of \(words) is expected")
    }
    self = delivery
  }
}

extension JournalDelay {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    self.init(
      requested: try reader.required("requested_seconds").duration(),
      achieved: try reader.optional("achieved_seconds")?.duration())
  }
}

extension JournalFault {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    self.init(
      firing: try reader.optional("firing")?.integer(),
      scenario: try reader.required("scenario").text(), rule: try reader.required("rule").text(),
      actions: [], state: try State(reader), why: try reader.required("why").text())
    for action in try reader.list("actions") { actions.append(try action.text()) }
    for draw in try reader.list("draws") {
      draws.append(
        Draw(name: try draw.required("name").text(), value: try draw.required("value").double()))
    }
  }
}

extension JournalFault.State {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    switch try reader.required("state").word(Kind.self) {
    case .armed: self = .armed
    case .fired: self = .fired
    case .delivered: self = .delivered
    case .missed: self = .missed(reason: try reader.required("reason").text())
    }
  }
}

extension JournalNearMiss {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    self.init(
      scenario: try reader.required("scenario").text(), rule: try reader.required("rule").text(),
      condition: try reader.required("condition").text(), why: try reader.required("why").text())
  }
}

extension JournalNote {
  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    self.init(
      kind: Kind(rawValue: try reader.required("kind").text()),
      text: try reader.required("text").text())
  }
}
