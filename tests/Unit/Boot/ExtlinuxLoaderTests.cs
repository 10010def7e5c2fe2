using System.Buffers.Binary;
using System.Text;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Boot;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Boot;

public sealed class ExtlinuxLoaderTests
{
    private static readonly Bytes Start = Bytes.MiB(1);

    [Fact]
    public void The_boot_sector_knows_the_first_sector_and_its_filesystem()
    {
        var sector = Place([.. Sectors(1L << 33, 6)]).BootSector;

        Assert.Equal(0u, Number(sector, ExtlinuxSample.First));
        Assert.Equal(2u, Number(sector, ExtlinuxSample.FirstHigh));
        Assert.Equal(512, Short(sector, 0x0b));
        Assert.Equal(0, Short(sector, 0x13));
        Assert.Equal((63, 255), (Short(sector, 0x18), Short(sector, 0x1a)));
        Assert.Equal(2048u, Number(sector, 0x1c));
        Assert.Equal(1u << 21, Number(sector, 0x20));
        Assert.Equal(0xaa55, Short(sector, 510));
    }

    [Fact]
    public void The_loader_knows_the_rest_of_it_its_folder_and_its_checksum()
    {
        var file = Place([100, 101, 102, 200, 300, 301]).File;

        Assert.Equal((4, 2), (Short(file, ExtlinuxSample.Area + 8), Short(file, ExtlinuxSample.Area + 10)));
        Assert.Equal(512u, Number(file, ExtlinuxSample.Area + 12));
        Assert.Equal([(101, 2), (200, 1), (0, 0)], Pieces(file)[..3]);
        Assert.Equal(300, BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(ExtlinuxSample.Settings)));
        Assert.Equal(301, BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(ExtlinuxSample.Settings + 8)));
        Assert.Equal("/boot/extlinux", Encoding.ASCII.GetString(file, ExtlinuxSample.Folder, ExtlinuxSample.FolderLength).TrimEnd('\0'));
        Assert.Equal(0x3eb202feu, Sum(file[..2048]));
        Assert.Equal(7, file[2047]);
    }

    [Fact]
    public void The_bios_reads_less_than_64_KiB_at_once()
    {
        var file = Place([.. Sectors(1000, 302)], sectors: 300).File;
        Assert.Equal([(1001, 127), (1128, 127), (1255, 45), (0, 0)], Pieces(file)[..4]);
    }

    [Fact]
    public void Settings_are_empty_and_there_twice()
    {
        var file = ExtlinuxLoader.Unplaced(Program());

        Assert.Equal(6 * 512, file.Length);
        Assert.Equal(file[^512..], file[^1024..^512]);
        Assert.Equal(0x5a2d2fa5u, Number(file, 2048));
        // What setadv.c of syslinux checks: the sum of all between the first and the last word.
        Assert.Equal(0xa3041767u, Sum(file[2052..(2560 - 4)]));
        Assert.Equal(0xdd28bf64u, Number(file, 2560 - 4));
    }

    [Fact]
    public void A_list_that_is_too_short_is_a_bug() => Assert.Throws<ArgumentException>(() => Place([1, 2, 3]));

    private static ExtlinuxLoader Place(long[] places, int sectors = 4) =>
        ExtlinuxLoader.Place(Program(sectors), places, "/boot/extlinux", Start, Bytes.MiB(1024));

    private static ExtlinuxProgram Program(int sectors = 4) => new(ExtlinuxSample.BootSector, ExtlinuxSample.Loader(sectors), ExtlinuxSample.Library);

    private static IEnumerable<long> Sectors(long first, int count) => Enumerable.Range(0, count).Select(index => first + index);

    private static List<(long First, int Count)> Pieces(byte[] file) =>
        [.. Enumerable.Range(0, ExtlinuxSample.PieceCount).Select(index => ExtlinuxSample.Pieces + index * 10)
            .Select(place => (BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(place)), (int)Short(file, place + 8)))];

    private static uint Sum(byte[] bytes) => Enumerable.Range(0, bytes.Length / 4).Aggregate(0u, (sum, index) => sum + Number(bytes, index * 4));

    private static uint Number(byte[] bytes, int place) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(place));

    private static ushort Short(byte[] bytes, int place) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(place));
}
