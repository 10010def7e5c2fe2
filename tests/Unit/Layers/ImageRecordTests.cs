using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Layers;
using Xunit;

namespace BootstrapVz.Test.Unit.Layers;

public sealed class ImageRecordTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("image-record-");

    [Fact]
    public void An_image_is_there_while_it_and_all_that_was_made_with_it_are_untouched()
    {
        var (image, beside) = (Write("a.raw"), Write("PK.auth"));
        var record = Record(image, beside);
        Assert.True(record.AreThere);

        File.AppendAllText(beside, "more");
        Assert.False(record.AreThere);

        record = Record(image, beside);
        File.Delete(beside);
        Assert.False(record.AreThere);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, name);
        return path;
    }

    private static ImageRecord Record(string image, string beside)
    {
        ImageFile[] images = [new(image, "raw", "", 0, 0, 0)];
        return new()
        {
            Parent = "",
            Steps = "",
            Inputs = new Dictionary<string, string>(),
            Packages = [],
            Images = images,
            Beside = [beside],
            Files = [.. ImageRecord.Marks(images, [beside]).Select(mark => mark ?? "")],
        };
    }
}
