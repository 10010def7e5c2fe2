using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Images;
using BootstrapVz.Test.Unit.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Images;

public sealed class CheckPackagesFitTests
{
    [Theory]
    [InlineData(1000, 1000, false)]
    [InlineData(1100, 1000, false)]
    [InlineData(1120, 1000, true)]
    [InlineData(300, 100, true)]
    public void Packages_are_too_large_only_when_an_estimate_leaves_no_doubt(long packages, long room, bool expected) =>
        Assert.Equal(expected, CheckPackagesFit.IsCertainlyTooLarge(Bytes.MiB(packages), Bytes.MiB(room)));

    [Fact]
    public void What_a_swap_file_takes_is_no_room_for_packages()
    {
        var layout = Layouts.Layout("gpt", "root=1GiB var=512MiB");

        Assert.Equal(SizeResolver.Room(layout) - Bytes.MiB(300), SizeResolver.Room(layout with { SwapFile = new(Bytes.MiB(300), "") }));
        Assert.InRange(SizeResolver.Room(layout).Count, Bytes.MiB(1300).Count, Bytes.MiB(1536).Count);
    }
}
