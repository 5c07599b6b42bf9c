// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// A file as results name it.
public struct FileObject: Sendable, Hashable {
  /// Where the file can be downloaded.
  public var url: String
  /// The media type.
  public var contentType: String
  /// The file's name.
  public var fileName: String
  /// The size in bytes.
  public var fileSize: Int

  /// Creates a file object.
  public init(url: String, contentType: String, fileName: String, fileSize: Int) {
    self.url = url
    self.contentType = contentType
    self.fileName = fileName
    self.fileSize = fileSize
  }

  /// The object in the order of the wire.
  public var json: JSONValue {
    [
      "url": .string(url),
      "content_type": .string(contentType),
      "file_name": .string(fileName),
      "file_size": .number(JSONNumber(fileSize)),
    ]
  }
}
