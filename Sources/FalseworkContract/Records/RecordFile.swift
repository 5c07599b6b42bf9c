// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkJournal

/// What drills left behind, as JSON Lines: a header, then one object a line for each drill.
///
/// All that a judgement rests on is in it, so a file is judged as the drills themselves were.
public enum RecordFile {
  /// The version of the form.
  public static let version = 1
  /// The most bytes of a file that is read: 512 MiB.
  public static let bytesMax = 512 << 20
  /// The most drills of a file that is read.
  public static let drillsMax = 10_000

  private static let newline = UInt8(ascii: "\n")

  /// Returns a file.
  ///
  /// - Parameter program: The version of the program that made it, for whoever reads it.
  public static func bytes(of records: [DrillRecord], program: String = "") -> [UInt8] {
    var header = JSONObject()
    header.add("falsework_record", version)
    header.add("version", program)
    header.add("drills", records.count)
    var bytes = JSONValue.object(header).serialized() + [newline]
    for record in records { bytes += record.json.serialized() + [newline] }
    return bytes
  }

  /// Reads what `bytes(of:)` gave, all of it or nothing.
  public static func records(in bytes: [UInt8]) throws(RecordProblem) -> [DrillRecord] {
    guard bytes.count <= bytesMax else {
      throw RecordProblem(line: 1, reason: "the file has more than \(bytesMax) bytes")
    }
    guard let last = bytes.last else { throw RecordProblem(line: 1, reason: noHeader) }
    var lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
    guard last == newline else {
      throw RecordProblem(line: lines.count, reason: "the file breaks off in this line")
    }
    lines.removeLast()
    let count = try drillCount(of: lines[0])
    var records: [DrillRecord] = []
    for (index, line) in lines.enumerated().dropFirst() {
      records.append(
        try read(line, number: index + 1) { reader throws(JournalReadingError) in
          try DrillRecord(reader)
        })
    }
    guard records.count == count else {
      let found = "the header tells of \(count) drills, and the file has \(records.count)"
      throw RecordProblem(line: 1, reason: found)
    }
    return records
  }

  private static let noHeader =
    "a header such as {\"falsework_record\": \(version)} is expected: falsework check --record"
    + " makes such files"

  /// The number of drills that the header tells of.
  private static func drillCount(of line: ArraySlice<UInt8>) throws(RecordProblem) -> Int {
    guard let json = try? JSONValue.parse(line), let form = json["falsework_record"] else {
      throw RecordProblem(line: 1, reason: noHeader)
    }
    guard form.numberValue?.intValue == version else {
      let reason = "/falsework_record: records of version \(version) can be read, no others"
      throw RecordProblem(line: 1, reason: reason)
    }
    return try read(line, number: 1) { header throws(JournalReadingError) in
      try header.allow(only: ["falsework_record", "version", "drills"])
      _ = try header.optional("version")?.text()
      let drills = try header.required("drills")
      let count = try drills.count()
      guard count <= drillsMax else { throw drills.problem("at most \(drillsMax) are read") }
      return count
    }
  }

  static func read<Value>(
    _ line: ArraySlice<UInt8>, number: Int,
    _ body: (JournalReader) throws(JournalReadingError) -> Value
  ) throws(RecordProblem) -> Value {
    let json: JSONValue
    do throws(JSONSyntaxError) {
      json = try JSONValue.parse(line, limits: JSONLimits(bytesMax: bytesMax))
    } catch {
      throw RecordProblem(
        line: number, reason: "this is not JSON: \(error.pythonMessage), column \(error.column)")
    }
    do throws(JournalReadingError) { return try body(JournalReader(json)) } catch {
      let place = error.place.tokens.isEmpty ? "the line" : error.place.description
      throw RecordProblem(line: number, reason: "\(place): \(error.reason)")
    }
  }
}
