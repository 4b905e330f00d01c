using Loci.Ingest;
using Loci.Tests.Support;

namespace Loci.Tests.Ingest;

public sealed class FileWalkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_deeper_rule_overrules_one_above_it()
    {
        Write("a.log", "sub/b.log", "sub/keep.log", "sub/deep/c.log", "sub/deep/d.txt", "e.txt");
        _folder.Write("r/.gitignore", "*.log\n");
        _folder.Write("r/sub/.gitignore", "!keep.log\n");
        _folder.Write("r/sub/deep/.gitignore", "*\n!c.log\n");
        Assert.Equal(["e.txt", "sub/deep/c.log", "sub/keep.log"], Files("r"));
    }

    [Fact]
    public void What_lies_in_an_excluded_folder_cannot_be_brought_back()
    {
        Write("out/keep.txt", "x.txt");
        _folder.Write("r/.gitignore", "out/\n!out/keep.txt\n");
        Assert.Equal(["x.txt"], Files("r"));
    }

    [Fact]
    public void Rules_with_a_slash_hold_from_their_own_folder()
    {
        Write("sub/only.txt", "sub/deep/only.txt", "only.txt");
        _folder.Write("r/sub/.gitignore", "/only.txt\n");
        Assert.Equal(["only.txt", "sub/deep/only.txt"], Files("r"));
    }

    [Fact]
    public void A_folder_inside_a_repository_obeys_the_rules_above_it_and_one_outside_does_not()
    {
        Write("sub/a.log", "sub/a.txt");
        _folder.Write("r/.gitignore", "*.log\n");
        Assert.Equal(["a.log", "a.txt"], Files("r/sub"));
        _folder.Write("r/.git/HEAD", "ref: refs/heads/main");
        Assert.Equal(["a.txt"], Files("r/sub"));
    }

    [Fact]
    public void Built_and_fetched_folders_are_left_out_unless_a_rule_brings_them_back()
    {
        Write("bin/a.txt", "obj/b.txt", "sub/node_modules/c.txt", ".git/config", "artifacts/d.txt", "notes.loci/e.txt", "f.txt");
        Assert.Equal(["f.txt"], Files("r"));
        _folder.Write("r/.gitignore", "!bin/\n");
        Assert.Equal(["bin/a.txt", "f.txt"], Files("r"));
        Assert.Equal(["b.txt"], Files("r/obj"));
    }

    [Fact]
    public void Patterns_match_what_a_walk_finds()
    {
        Write("a.md", "b.txt", "sub/c.md", "sub/deep/d.md", "node_modules/e.md", "secret.md");
        _folder.Write("r/.gitignore", "secret.md\n");
        Assert.Equal(["a.md"], Files("r", "*.md"));
        Assert.Equal(["a.md", "sub/c.md", "sub/deep/d.md"], Files("r", "**/*.md"));
        Assert.Equal(["sub/c.md"], Files("r", "*/c.md"));
        Assert.Throws<InvalidInputException>(() => Files("r", "secret*.md"));
        Assert.Throws<InvalidInputException>(() => Files("r", "nowhere/*.md"));
    }

    [Fact]
    public void A_link_back_up_is_not_followed()
    {
        Write("a.txt", "sub/b.txt");
        Directory.CreateSymbolicLink(_folder.At("r", "sub", "up"), _folder.At("r"));
        Assert.Equal(["a.txt", "sub/b.txt"], Files("r"));
    }

    private void Write(params string[] names)
    {
        foreach (var name in names) _folder.Write("r/" + name, name);
    }

    private string[] Files(string root, string pattern = "")
    {
        var folder = _folder.At(root.Split('/'));
        var files = new FileWalk((name, error) => Assert.Fail($"{name}: {error}")).Expand(Path.Combine(folder, pattern));
        return [.. files.Select(file => Path.GetRelativePath(folder, file.File).Replace('\\', '/'))];
    }
}
