package no.fiksgateway.asice;

/** The numbers of the ZIP format that its writer and its reader share (PKWARE APPNOTE.TXT 6.3.10, section 4). */
final class Zip {

  static final int LOCAL_HEADER = 0x04034b50;
  static final int DESCRIPTOR = 0x08074b50;
  static final int CENTRAL_HEADER = 0x02014b50;
  static final int ZIP64_END = 0x06064b50;
  static final int ZIP64_LOCATOR = 0x07064b50;
  static final int END = 0x06054b50;

  static final int ZIP64_END_LENGTH = 56;

  static final int STORED = 0;
  static final int DEFLATED = 8;

  static final int DESCRIPTOR_FOLLOWS = 1 << 3;
  static final int UTF8 = 1 << 11;

  static final int ZIP64_EXTRA = 0x0001;

  static final int VERSION_DEFLATE = 20;
  static final int VERSION_ZIP64 = 45;

  /** In a 16- or 32-bit field: the true value is in the ZIP64 record. */
  static final int MAX_16 = 0xFFFF;

  static final long MAX_32 = 0xFFFFFFFFL;

  private Zip() {}
}
