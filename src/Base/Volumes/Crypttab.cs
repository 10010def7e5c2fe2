using System.Globalization;
using System.Text;

namespace BootstrapVz.Base.Volumes;

/// <summary>The image's /etc/crypttab.</summary>
public static class Crypttab
{
    /// <summary>Writes a line for each encrypted partition.</summary>
    /// <remarks>Source: crypttab(5) of Debian's cryptsetup; <c>initramfs</c> has it opened there, where nothing is mounted yet that would tell.</remarks>
    public static string Render(PartitionLayout layout)
    {
        var text = new StringBuilder("# <name> <source device> <key file> <options>\n");
        foreach (var container in layout.Partitions.Select(p => p.Encryption).OfType<Encryption>())
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{container.Name} UUID={container.Uuid} {(container.Key is null ? "none" : container.KeyFile)} luks{(container.IsEarly ? ",initramfs" : "")}\n");
        }

        return text.ToString();
    }
}
