using System.Globalization;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Images;

namespace BootstrapVz.Plugins.Vagrant;

/// <summary>The machine that VirtualBox makes of a box.</summary>
/// <remarks>Source: DMTF DSP0243, Open Virtualization Format Specification 1.1.</remarks>
internal static class MachineDescription
{
    /// <summary>The description.</summary>
    /// <param name="disk">The machine's disk.</param>
    /// <param name="file">The disk's file in the box.</param>
    /// <param name="length">How long that file is.</param>
    public static string Of(WrappedDisk disk, string file, long length)
    {
        var values = new Dictionary<string, string>
        {
            ["file"] = file,
            ["length"] = length.ToString(CultureInfo.InvariantCulture),
            ["capacity"] = disk.VirtualSize.ToString(CultureInfo.InvariantCulture),
            ["format"] = "http://www.vmware.com/interfaces/specifications/vmdk.html#" + (disk.Format == "vmdk-stream" ? "streamOptimized" : "sparse"),
            ["disk"] = $"{DeterministicId.Uuid(disk.Seed, "vagrant disk")}",
        };
        return values.Aggregate(Assets.ReadText<Box>("box.ovf"), (text, value) => text.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));
    }

    /// <summary>An address of VirtualBox's own range, twelve hexadecimal digits.</summary>
    public static string MacAddress(string seed) => "080027" + (DeterministicId.Number(seed, "vagrant network card") & 0xffffff).ToString("X6", CultureInfo.InvariantCulture);
}
