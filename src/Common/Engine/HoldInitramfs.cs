namespace BootstrapVz.Common.Engine;

/// <summary>
/// Keeps a kernel's installation from making its initramfs, which takes longer than the installation. Whoever installs makes it once,
/// when everything that goes into it is in place.
/// </summary>
/// <remarks>
/// Source: /etc/kernel/postinst.d/initramfs-tools of bullseye to sid begins with <c>[ "x${INITRD}" = xNo ] &amp;&amp; exit 0</c>.
/// </remarks>
public static class HoldInitramfs
{
    /// <summary>The environment variable kernel hooks look at.</summary>
    public const string Variable = "INITRD";

    /// <summary>Its value for "none".</summary>
    public const string No = "No";
}
