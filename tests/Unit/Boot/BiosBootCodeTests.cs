using System.Buffers.Binary;
using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Boot;
using BootstrapVz.Test.Unit.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Boot;

public sealed class BiosBootCodeTests
{
    private static readonly BiosBootCode Code = new([.. Enumerable.Repeat((byte)0xaa, 512)], [.. Enumerable.Repeat((byte)0xbb, 1500)]);

    [Fact]
    public void Boot_sector_points_to_the_core_and_trusts_the_drive_number()
    {
        var sector = Code.PatchedBootSector(2048);

        Assert.Equal(440, sector.Length);
        Assert.Equal(2048, BinaryPrimitives.ReadInt64LittleEndian(sector.AsSpan(0x5c)));
        Assert.Equal([0x90, 0x90, 0xaa], sector[0x66..0x69]);
        Assert.Equal(0xaa, sector[0x5b]);
    }

    [Fact]
    public void Core_names_its_own_remaining_sectors()
    {
        var core = Code.PatchedCore(2048);

        Assert.Equal(1536, core.Length);
        Assert.Equal(2049, BinaryPrimitives.ReadInt64LittleEndian(core.AsSpan(0x1f4)));
        Assert.Equal(2, BinaryPrimitives.ReadUInt16LittleEndian(core.AsSpan(0x1fc)));
        Assert.Equal(0xbb, core[0x1fe]);
        Assert.Equal(0, core[1500]);
    }

    [Theory]
    [InlineData("gpt", 1 << 20)]
    [InlineData("msdos", 512)]
    public void Core_lies_in_its_partition_or_in_the_gap(string type, int place)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
                Code.Write(file, Layouts.Layout(type, "root=1GiB", "bios"));
            var bytes = File.ReadAllBytes(path);

            Assert.Equal(place / 512, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(0x5c)));
            Assert.Equal(Code.PatchedCore(place / 512), bytes[place..]);
            Assert.All(bytes[440..512], b => Assert.Equal(0, b));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_core_larger_than_its_place_is_refused()
    {
        using var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);

        Assert.Throws<BuildException>(() => (Code with { Core = new byte[2 << 20] }).Write(nowhere, Layouts.Layout("gpt", "root=1GiB", "bios")));
    }
}
