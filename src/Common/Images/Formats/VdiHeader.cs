using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Images.Formats;

/// <summary>The identifiers in the header of a VDI, VirtualBox's own format.</summary>
/// <remarks>Source: VirtualBox, src/VBox/Storage/VDICore.h, VDIHEADER1PLUS. UUIDs are little-endian; nothing sums the header up.</remarks>
internal static class VdiHeader
{
    private const int Creation = 392;
    private const int Modification = 408;

    /// <summary>Sets them.</summary>
    public static void Identify(SafeFileHandle file, ImageIdentity identity)
    {
        RandomAccess.Write(file, identity.Uuid("vdi").ToByteArray(), Creation);
        RandomAccess.Write(file, identity.Uuid("vdi modification").ToByteArray(), Modification);
    }
}
