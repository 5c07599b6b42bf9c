// Falsework
// SPDX-License-Identifier: MIT

/// The text of nginx's configuration: Debian's defaults, with as many workers as Falsework has
/// event loops, no access log, and connections that are not closed for their age.
package struct NginxConfiguration: Sendable {
  /// The folder for everything that nginx reads and writes.
  package var folder: String
  package var plainPort: Int
  package var tlsPort: Int
  /// The content of its small reply.
  package var statusContent: String
  package var connectionCountMax: Int
  /// Whom the workers run as; nil for whoever starts nginx, which only root may decide.
  package var user: String?

  package init(
    folder: String, plainPort: Int, tlsPort: Int, statusContent: String, connectionCountMax: Int,
    user: String?
  ) {
    self.folder = folder
    self.plainPort = plainPort
    self.tlsPort = tlsPort
    self.statusContent = statusContent
    self.connectionCountMax = connectionCountMax
    self.user = user
  }

  /// As many as Falsework has event loops.
  static let workerCount = 2
  static let logName = "nginx.log"
  static let certificateName = "leaf.pem"
  static let keyName = "leaf-key.pem"
  /// The folder of the files that it serves below `/files/`.
  static let filesFolder = "files"

  package var text: String {
    let scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    return """
      daemon off;
      \(user.map { "user \($0);\n" } ?? "")worker_processes \(Self.workerCount);
      worker_rlimit_nofile \(connectionCountMax + 100);
      pid \(folder)/nginx.pid;
      error_log \(folder)/\(Self.logName) error;
      events {
        worker_connections \(connectionCountMax);
      }
      http {
        access_log off;
        sendfile on;
        tcp_nopush on;
        keepalive_requests 1000000000;
        keepalive_timeout 75s;
        default_type application/json;
      \(scratch.map { "  \($0)_temp_path \(folder)/scratch;" }.joined(separator: "\n"))
        server {
          listen 127.0.0.1:\(plainPort);
          listen 127.0.0.1:\(tlsPort) ssl;
          ssl_certificate \(folder)/\(Self.certificateName);
          ssl_certificate_key \(folder)/\(Self.keyName);
          ssl_protocols TLSv1.2 TLSv1.3;
          location / {
            return 200 '\(statusContent)';
          }
          location /files/ {
            root \(folder);
          }
        }
      }

      """
  }
}
